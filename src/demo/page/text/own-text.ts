/** The words beside the network of a program. */
import type { OwnFinding } from '../../own';

export interface OwnText {
  readonly title: (place: string) => string;
  readonly data: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly layers: string;
  readonly notes: string;
  readonly line: (line: number) => string;
  readonly severities: Readonly<Record<OwnFinding['severity'], string>>;
  readonly fix: (title: string) => string;
  readonly apply: string;
}

export const englishOwn: OwnText = {
  title: (place) => `Your network: ${place}`,
  data: 'Built here from what was read of it; nothing of the program is run. It trains on generated data, spiral arms laid into its input. The map shows class 1 against all others in the plane of those arms.',
  findings: 'Findings', noFindings: 'Nothing was found in it.', layers: 'Layers', notes: 'Done in another way here',
  line: (line) => `line ${line}`,
  severities: { error: 'Error', warning: 'Warning', information: 'Information', hint: 'Hint' },
  fix: (title) => `After the fix: ${title}`, apply: 'Apply fix',
};

export const frenchOwn: OwnText = {
  title: (place) => `Votre réseau : ${place}`,
  data: 'Construit ici d’après ce qui en a été lu ; rien du programme n’est exécuté. Il apprend sur des données générées, des bras de spirale posés dans son entrée. La carte montre la classe 1 contre toutes les autres dans le plan de ces bras.',
  findings: 'Constats', noFindings: 'Rien n’y a été trouvé.', layers: 'Couches', notes: 'Fait autrement ici',
  line: (line) => `ligne ${line}`,
  severities: { error: 'Erreur', warning: 'Avertissement', information: 'Information', hint: 'Conseil' },
  fix: (title) => `Après la correction : ${title}`, apply: 'Appliquer la correction',
};

/** French. */
import type { LayerState, LossId } from '../../layers';
import { frenchOwn } from './own-text';
import { activationNames } from './activation-names';
import { frenchGallery } from './presets-fr';
import type { RunFacts, Text } from './text';

const lossNames: Readonly<Record<LossId, string>> = {
  sigmoidCrossEntropy: 'Sigmoïde (dans la perte)', softmaxCrossEntropy: 'Softmax (dans la perte)', meanSquaredError: 'Erreur quadratique',
  multiLabelCrossEntropy: 'Sigmoïdes (dans la perte)', oneHotSquaredError: 'Erreur quadratique, one-hot', categoricalCrossentropy: 'Catégorique, des sorties', binaryCrossentropy: 'Binaire, de la sortie', oneHotBinaryCrossentropy: 'Binaire, one-hot',
};

function layerWords(layer: LayerState): string {
  switch (layer.kind) {
    case 'dense':
      return `${layer.units} unités`;
    case 'conv2d':
      return `${layer.filters} filtres`;
    case 'globalPool':
      return 'pool global';
    case 'depthwise':
      return 'par canal';
    case 'batchNorm':
      return 'norm. par lot';
    case 'layerNorm':
      return 'norm. par couche';
    case 'flatten':
      return 'à plat';
    default:
      return layer.kind;
  }
}

const facts = ({ name, loss, accuracy, valued, dead, halted }: RunFacts): string =>
  halted === null ? `${name} : perte ${loss}, ${valued ? `${accuracy} expliqué` : `exactitude ${accuracy}`}, ${dead} des unités cachées mortes` : `${name} : ${halted === 'diverged' ? 'a divergé' : 'ses nombres ne sont plus finis'}`;

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`);

function conclusion(runs: readonly RunFacts[]): string {
  const learnt = runs.filter(({ verdict }) => verdict === 'learnt').map(({ name }) => name);
  const guessing = runs.filter(({ verdict }) => verdict === 'guessing').map(({ name }) => name);
  if (learnt.length > 0 && guessing.length > 0) return `Même graine, mêmes données : ${listed(learnt)} ${learnt.length > 1 ? 'apprennent' : 'apprend'} la forme ; ${listed(guessing)} ${guessing.length > 1 ? 'devinent' : 'devine'} encore.`;
  if (runs.length > 1 && learnt.length === runs.length) return `95 % ${runs[0]!.valued ? 'expliqués' : 'd’exactitude'} vus d’abord : ${runs.map(({ name, learntAt }) => `${name} au pas ${learntAt}`).join(', ')}.`;
  if (guessing.length === runs.length) return runs[0]!.valued ? 'Rien n’est encore appris.' : 'Rien n’est encore appris : cette perte est celle de qui devine.';
  return '';
}

export const french: Text = {
  play: 'Lancer', pause: 'Pause', step: 'Un pas', reset: 'Recommencer', controls: 'Entraînement',
  dataSet: 'Données', noise: 'Bruit', seed: 'Graine', newSeed: 'Nouvelle graine', learningRate: 'Taux d’apprentissage', galleryText: frenchGallery, optimizer: 'Optimiseur', speed: 'Vitesse',
  dataSets: { circle: 'Cercle', spiral: 'Spirales', moons: 'Deux lunes', xor: 'XOR', gaussians: 'Gaussiennes', own: 'Mes points', wave: 'Onde (régression 1-D)', line: 'Droite (régression 1-D)', strokes: 'Traits (images)', arms: 'Bras de spirale (toute entrée)' },
  optimizers: { sgd: 'SGD', momentum: 'Inertie', rmsprop: 'RMSProp', adam: 'Adam' },
  speeds: { slow: '10 pas/s', steady: '120 pas/s', full: 'Au plus vite' },
  gallery: 'Galerie', previous: 'Expérience précédente', next: 'Expérience suivante', tones: { good: 'apprend', bad: 'montre un défaut' },
  ownClaim: 'Établi', ownTitle: 'Votre expérience', changedFrom: (title) => `${title}, modifié`,
  openRule: (id) => `Règle ${id}`, openActivation: (name) => `Plus sur ${name}`,
  setup: 'Réglages', points: 'Points', test: 'Gardés pour le test', batchSize: 'Lot', batchOf: (size) => `lot de ${size}`, seedOf: (seed) => `graine ${seed}`,
  schedule: 'Taux dès le pas', scheduleHint: '60: 0.3, 200: 0.1', clip: 'Borne du gradient', engine: 'Moteur', engines: { tf: 'TensorFlow.js', plain: 'Boucles simples' },
  kinds: { dense: 'Dense', conv2d: 'Conv2D', pool: 'Pool', flatten: 'À plat', dropout: 'Dropout', batchNorm: 'Norm. par lot', depthwise: 'Par canal', globalPool: 'Pool global', layerNorm: 'Norm. par couche', activation: 'Activation' },
  units: 'Unités', filters: 'Filtres', size: 'Taille', stride: 'Pas', padding: 'Bord', pooling: 'Prend', poolings: { max: 'Le plus grand', average: 'La moyenne' }, dropRate: 'Coupe', initializer: 'Initialisation', bias: 'Biais',
  remove: 'Retirer', removeLayer: (letter, index) => `Retirer la couche ${index} du réseau ${letter}`, addLayer: (letter) => `Ajouter une couche à ${letter} …`,
  duplicate: (letter) => `Dupliquer ${letter}`, removeRun: (letter) => `Retirer ${letter}`, outputOf: (letter) => `Activation de la sortie du réseau ${letter}`,
  lossName: 'Perte', losses: lossNames, refused: (reason) => `Cela ne peut être entraîné : ${reason}. L’état d’avant est gardé.`,
  activations: { ...activationNames, sigmoid: 'Sigmoïde', hardSigmoid: 'Sigmoïde dure', logSigmoid: 'Log-sigmoïde', step: 'Échelon', straightThrough: 'Échelon droit', linear: 'Linéaire' },
  steps: (step) => `Pas ${step}`,
  rate: (perSecond, networks) => `${perSecond} pas/s${networks > 1 ? ' chacun' : ''}`,
  rateHint: 'Pas d’entraînement que chaque réseau fait par seconde.',
  run: (letter) => `Réseau ${letter}`,
  hidden: (name) => `${name} caché`,
  chain: ' → ',
  loss: 'Perte', accuracy: 'Exactitude', dead: 'Unités mortes',
  layer: 'Couche', activation: 'Activation', deadUnits: 'Mortes', gradient: 'Gradient',
  gradientHint: 'Longueur du gradient du noyau de la couche au dernier pas ; la barre est logarithmique, de 1e-6 à 1. Le trait est ce qui était prédit pour le début.',
  explained: 'Expliqué',
  tested: (accuracy) => `${accuracy} test`,
  compositions: 'Compositions',
  layerName: (index, layer) => `${index} · ${layerWords(layer)}`,
  layerNote: (layer) => (layer.kind === 'dropout' ? `coupe ${Math.round(layer.rate * 100)} %` : layer.kind === 'pool' ? `${layer.mode === 'max' ? 'max' : 'moyenne'} de ${layer.size}×${layer.size}` : layer.kind === 'globalPool' ? (layer.mode === 'max' ? 'max' : 'moyenne') : ''),
  outputLayer: 'Sortie',
  outputNote: (_units, activation, loss) => `${activation === '' ? '' : `${activation}, puis `}${lossNames[loss]}`,
  activationOf: (letter, index) => `Activation de la couche cachée ${index} du réseau ${letter}`,
  activationIn: (letter, index) => `Activation de la couche ${index} de ${letter}`,
  of: (part, whole) => `${part} sur ${whole}`,
  map: (run) => `Carte de décision. ${facts(run)}.`,
  classes: ['classe 0', 'classe 1'],
  probability: 'Fond : probabilité de la classe 1',
  lossChart: 'Perte', lossAxis: 'moyenne des points d’entraînement, par pas', measure: 'Second graphique', shareAxis: 'par pas',
  measures: { accuracy: 'Exactitude', dead: 'Unités mortes', saturated: 'Saturé (|f′| < 0,01)', sparse: 'Sorties nulles' },
  gradientChart: 'Gradient par couche', gradientAxis: 'longueur du gradient du noyau ; creux : prédit pour le début', predicted: 'prédit', outputsChart: 'Sorties', table: 'Tableau',
  stepColumn: 'Pas', valueColumn: 'Sortie', layerOf: (letter, index) => `Réseau ${letter}, couche ${index}`,
  sections: { units: 'Chaque unité sur le plan', gradients: 'Gradient par couche, mesuré et prédit', outputs: 'Répartition des sorties', curve: 'Explorateur de courbes', map: 'Application linéaire effective', step: 'Un pas en chiffres' },
  unitsOf: (layer, units, dead) => `Couche ${layer} : ${units} unités${dead.length === 0 ? ', aucune morte' : ` ; mortes, hachurées : ${dead.join(', ')}`}. La ligne est là où la somme d’une unité vaut 0.`,
  times: 'Fois', curveOf: 'Activation de la courbe',
  curveFacts: (name, steepest, from, to, idempotent) => `${name} : la pente vaut au plus ${steepest}, les valeurs vont de ${from} à ${to}.${idempotent ? ' Appliquée encore, elle ne change rien.' : ''}`,
  curveLegend: (reach) => `Trait plein : f. Tirets : f′. De −${reach} à ${reach}.`,
  mapHint: 'Cliquez sur une carte, ou entrez un point : autour, le réseau est cette application affine, tant qu’aucune unité ne bascule.', noMap: 'Seulement pour des points du plan ou d’une droite.',
  mapFacts: (formula, pattern, regions) => `${formula}. Interrupteurs ${pattern}. ${regions} motifs sur la carte.`,
  share: 'Partager et enregistrer', copyLink: 'Copier le lien', openProgram: 'Ouvrir en programme TensorFlow.js', saveCsv: 'Enregistrer l’essai en CSV', savePictures: (kind) => `Enregistrer les graphiques en ${kind}`,
  ownPoints: 'Vos points', ownHint: 'Cliquez sur une carte pour y poser un point, ou entrez-en un.', pointClass: 'Classe', addPoint: 'Ajouter', undoPoint: 'Retirer le dernier', clearPoints: 'N’en garder que deux',
  pointCount: (points) => `${points} points`,
  networkName: 'Réseau', explainStep: 'Faire un pas et l’écrire',
  stepExample: (step, input, label, loss) => `Pas ${step}. Du lot, le premier exemple : x = (${input}), étiquette ${label}, perte ${loss}.`,
  passTable: 'Aller, puis retour', forwardZ: 'Somme z', forwardOut: 'Sortie f(z)', backward: '∂L/∂sortie',
  updateTable: (rate, batch) => `Mise à jour du premier poids de chaque couche au taux ${rate}, gradient des ${batch} exemples`,
  own: frenchOwn,
  notANumber: 'pas un nombre',
  waiting: 'Démarrage de l’entraînement …',
  facts, separator: ' ; ',
  start: (runs) => `Avant le premier pas, même graine et mêmes données : ${runs.map(({ name, loss }) => `${name} à une perte de ${loss}`).join(', ')}. Appuyez sur Lancer.`,
  conclusion,
  halted: (letter, name, step, halt) => `Arrêt au pas ${step} : ${halt === 'diverged' ? 'la perte du' : 'les nombres du'} réseau ${letter} (${name}) ${halt === 'diverged' ? 's’est emballée' : 'ne sont plus finis'}. Essayez un taux plus petit.`,
  roundOver: (step) => `Pause automatique après ${step} pas. Appuyez sur Lancer pour continuer.`,
  plateau: (step) => `Arrêt au pas ${step} : aucune perte n’a baissé depuis 4 000 pas. Appuyez sur Lancer pour continuer.`,
  onPage: 'Aucun worker n’a pu démarrer ici : l’entraînement partage le fil de la page et va moins vite.',
  notRestored: (reason) => `Ce qui restait du dernier essai n’a pas pu servir (${reason}). Nouveau départ.`,
  failed: (reason) => `L’entraînement s’est arrêté : ${reason}`,
};

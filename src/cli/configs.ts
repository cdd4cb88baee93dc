/** Finds the `.activationlensrc.json` that is nearest to a file, upward from its folder. A run reads each once. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { choicesFor, CONFIG_NAME, parseConfig } from '../core/config/config';
import type { Config, ConfiguredChoices } from '../core/config/config';
import { format } from '../core/rules/format';
import { ruleIds } from '../core/rules/registry.gen';
import { lineStarts, positionAt } from '../core/syntax/span';
import { plain } from './formats';
import { readText } from './read';

/** What a project wants of one file, and where it says so. */
export interface FileChoices extends ConfiguredChoices {
  readonly from: string | undefined;
}

interface Found {
  readonly folder: string;
  readonly config: Config;
}

/** Says what is wrong with a configuration, in lines that editors can follow. */
export type Tell = (line: string) => void;

const NONE: FileChoices = { severities: {}, reportUnusedDisables: undefined, ignored: false, from: undefined };

/** How a path is written for people: from where they are, if that is shorter. */
function written(file: string): string {
  const relative = path.relative('', file);
  return relative.length < file.length ? relative : file;
}

/** `allows` says which files may be read; all, if nothing else is said. */
export function diskConfigs(tell: Tell, allows: (file: string) => boolean = () => true): (file: string, language: string) => FileChoices {
  const byFolder = new Map<string, Found | undefined>();

  const load = (folder: string): Found | undefined => {
    const file = path.join(folder, CONFIG_NAME);
    if (!existsSync(file) || !allows(file)) return undefined;
    const read = readText(file);
    if ('problem' in read) {
      tell(`${written(file)}: ${read.problem}`);
      return undefined;
    }
    const { config, problems } = parseConfig(read.text, ruleIds);
    const starts = lineStarts(read.text);
    for (const { span, say } of problems) {
      const { line, column } = positionAt(starts, span.start);
      tell(plain(`${written(file)}:${line}:${column}: ${format(say)}`));
    }
    return { folder, config };
  };

  const nearest = (folder: string): Found | undefined => {
    if (!byFolder.has(folder)) {
      const above = path.dirname(folder);
      byFolder.set(folder, load(folder) ?? (above === folder ? undefined : nearest(above)));
    }
    return byFolder.get(folder);
  };

  return (file, language) => {
    const absolute = path.resolve(file);
    const found = nearest(path.dirname(absolute));
    if (!found) return NONE;
    const relative = path.relative(found.folder, absolute).split(path.sep).join('/');
    return { ...choicesFor(found.config, language, relative), from: written(path.join(found.folder, CONFIG_NAME)) };
  };
}

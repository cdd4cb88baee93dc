import * as vscode from 'vscode';
import type { Analyses } from './analyses';
import { SELECTOR } from './documents';
import { localize } from './localize';
import type { Log } from './log';
import { offsetAt, rangeOf } from './sources';
import { currentPalette } from './theme';

/** Hovers over the tokens that name an activation, and over nothing else. */
export function registerHover(analyses: Analyses, log: Log): vscode.Disposable {
  return vscode.languages.registerHoverProvider(SELECTOR, {
    provideHover: (document, position) => log.guard('hover', undefined, async () => {
      const read = await analyses.read(document);
      if (!read?.settings.hover) return undefined;
      const hover = read.core.hoverAt(read.analysis, offsetAt(read.part, position), { palette: currentPalette(), localize });
      if (!hover) return undefined;
      const markdown = new vscode.MarkdownString(hover.markdown, true);
      markdown.supportHtml = true;
      // Links of ours and no others: whatever the program says cannot become a command.
      markdown.isTrusted = { enabledCommands: [...read.core.HOVER_COMMANDS] };
      return new vscode.Hover(markdown, rangeOf(read.part, hover.span));
    }),
  });
}

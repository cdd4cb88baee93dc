/**
 * The core, loaded when a document needs it: the parser and the tables cost as much as the rest of a start together.
 *
 * The bundler wraps what is imported here, and only here, so that none of it runs before the first call.
 */

async function load() {
  const [{ analyze }, { fixText, safeEdits }, { hoverAt, HOVER_COMMANDS }, { hintsIn }, { lensesOf }, { glyphSpans, glyphUri }, { layerText }, pages, { rules, ruleIds }, { activations }, { disableInFile, disableOnLine }, { networkAt, signalPage }, { WARM_UP }, { applyEdits }, { movedBlocks }, { experimentOf, stateOf }, { severityWords }, { agentReport }, { documentationAnswer, inputProblem, TEXT_LANGUAGES }] = await Promise.all([
    import('../core/analyze'), import('../core/fix-all'), import('../core/insight/hover'), import('../core/insight/hints'), import('../core/insight/lens'),
    import('../core/insight/glyph'), import('../core/insight/place'), import('../core/insight/pages'), import('../core/rules/registry.gen'), import('../core/activations/registry.gen'),
    import('../core/rules/directive-edits'), import('../core/insight/signal'), import('../core/insight/warm-up'),
    import('../core/rules/edits'), import('../core/rules/blocks'), import('../demo/experiment'), import('../core/rules/severity-words'),
    import('../core/insight/agent'), import('../core/insight/agent-tools'),
  ]);
  return { analyze, fixText, safeEdits, hoverAt, HOVER_COMMANDS, hintsIn, lensesOf, glyphSpans, glyphUri, layerText, ...pages, rules, ruleIds, activations, disableInFile, disableOnLine, networkAt, signalPage, WARM_UP, applyEdits, movedBlocks, experimentOf, stateOf, severityWords, agentReport, documentationAnswer, inputProblem, TEXT_LANGUAGES };
}

export type Core = Awaited<ReturnType<typeof load>>;

let loading: Promise<Core> | undefined;
let loaded: Core | undefined;

/** Makes hovers that nobody sees, so that the first one that somebody waits for finds its code compiled. About 40 ms. */
function warmUp({ analyze, hoverAt, WARM_UP }: Core): void {
  const analysis = analyze(WARM_UP, 'javascript');
  for (const { span } of analysis.activations) hoverAt(analysis, span.start, { palette: 'dark' });
}

/** Loads the core, once. */
export function loadCore(): Promise<Core> {
  loading ??= load().then((core) => {
    // When those who wait for the core have been served.
    setTimeout(() => warmUp(core), 200);
    return (loaded = core);
  });
  return loading;
}

/** The core where it has been loaded already. */
export function loadedCore(): Core | undefined {
  return loaded;
}

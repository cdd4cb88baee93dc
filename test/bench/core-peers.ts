/** What `core.mjs` measures, bundled with the plugins of the product. */
export { analyze } from '../../src/core/analyze';
export { hoverOf } from '../../src/core/insight/hover';
export { subjectOf } from '../../src/core/insight/subject';
export { pictureOf } from '../../src/core/insight/hover';
export { signalFlow } from '../../src/core/signal/flow';
export { ruleIds } from '../../src/core/rules/registry.gen';
export { WARM_UP } from '../../src/core/insight/warm-up';

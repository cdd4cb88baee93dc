/** The page's entry: puts the views on the session, and keeps what is worth keeping. */
import { trainer } from './boot';
import { demo, host, numbers, onChange, onOwn, remark, text } from './session';
import { save } from './saved';
import { createStage } from './stage';
import { createOwnPanel } from './views/own-panel';

/** Between two savings while training, ms. */
const SAVE_INTERVAL = 2000;

const stage = createStage(document.querySelector<HTMLElement>('#demo') ?? document.body, demo, trainer, text, numbers, (message) => host.send(message));
const own = createOwnPanel(text.own, (message) => host.send(message));
document.querySelector('.controls')?.before(own.element);
onOwn((message) => own.tell(message));
onChange(() => {
  own.update(demo.model.state);
  stage.changed();
});
if (remark === '') stage.changed();
else stage.note(remark);

let keptStep = -1;
let keptState: unknown;
function keep(): void {
  const { state, frame, playing } = demo.model;
  if (frame === undefined || (frame.step === keptStep && state === keptState)) return;
  keptStep = frame.step;
  keptState = state;
  host.keep(save(state, frame, playing, demo.model));
  host.send({ v: 1, type: 'state', state, step: frame.step, playing });
}

stage.onRest(keep);
setInterval(keep, SAVE_INTERVAL);
document.addEventListener('visibilitychange', () => {
  demo.setVisible(!document.hidden);
  if (document.hidden) keep();
});

host.send({ v: 1, type: 'ready' });

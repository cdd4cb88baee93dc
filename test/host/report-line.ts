/** What a run inside VS Code says to the launcher outside, one line of JSON for each event. */
export type HostEvent =
  | { readonly event: 'start'; readonly files: readonly string[] }
  | { readonly event: 'pass'; readonly title: string; readonly milliseconds: number }
  | { readonly event: 'fail'; readonly title: string; readonly message: string }
  | { readonly event: 'end' };

/** Tells these lines from everything else that is written to the console. Known to scripts/lib/host-events.mjs too. */
const mark = '@activation-lens-test ';

/** VS Code leaves out what is much longer, and with it that a test has failed. */
const MAX_MESSAGE = 10_000;

/** Sends an event. VS Code passes the console of an extension host on to the window, and to the standard output. */
export function sendEvent(event: HostEvent): void {
  console.log(mark + JSON.stringify(event.event === 'fail' ? { ...event, message: event.message.slice(0, MAX_MESSAGE) } : event));
}

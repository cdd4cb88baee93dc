/** Labelled controls: each shows a value that it is given and calls back with another. */
import { el, setText } from '../dom';

export interface Field<T> {
  readonly element: HTMLElement;
  set(value: T, shown?: string): void;
}

/** A button with words, and a picture before them where there is one. */
export function button(kind: string, label: string | Element, press: () => void, picture?: SVGElement): HTMLButtonElement {
  const element = el('button', { type: 'button', class: `button ${kind}` }, ...(picture === undefined ? [] : [picture]), label);
  element.addEventListener('click', press);
  return element;
}

function labelled(label: string, input: HTMLElement): HTMLElement {
  return el('label', { class: 'field' }, el('span', { class: 'field-name' }, label), input);
}

/** One of several. */
export function select<T extends string>(label: string, options: readonly T[], names: Readonly<Record<T, string>>, changed: (value: T) => void): Field<T> {
  const input = el('select', {}, ...options.map((id) => el('option', { value: id }, names[id])));
  input.addEventListener('change', () => changed(input.value as T));
  return {
    element: labelled(label, input),
    set(value) {
      if (input.value !== value) input.value = value;
    },
  };
}

/** A number on a track, with what it stands for written beside it. */
export function slider(label: string, [min, max, step]: readonly [number, number, number], changed: (value: number) => void, show: (value: number) => string): Field<number> {
  const input = el('input', { type: 'range', min, max, step });
  // Not an `output`, which is a live region: the slider itself says its value.
  const output = el('span', { class: 'field-value', 'aria-hidden': 'true' });
  input.addEventListener('input', () => changed(Number(input.value)));
  return {
    element: labelled(label, el('span', { class: 'slider' }, input, output)),
    set(value, shown = show(value)) {
      if (Number(input.value) !== value) input.value = String(value);
      setText(output, shown);
      if (input.getAttribute('aria-valuetext') !== shown) input.setAttribute('aria-valuetext', shown);
    },
  };
}

/** A number that is typed; what is none is put back. Null stands for an empty field. */
export function number<T extends number | null>(label: string, [min, max, step]: readonly [number, number, number | 'any'], changed: (value: T) => void, width = 'short'): Field<T> {
  const input = el('input', { type: 'number', min, max, step, class: width });
  let last: T | undefined;
  const write = (): void => {
    input.value = last === null || last === undefined ? '' : String(last);
  };
  input.addEventListener('change', () => {
    if (Number.isFinite(input.valueAsNumber)) changed(input.valueAsNumber as T);
    else if (last === null || input.value === '') changed(null as T);
    // Whatever came of it: what is shown is what holds.
    write();
  });
  return {
    element: labelled(label, input),
    set(value) {
      last = value;
      if (document.activeElement !== input && input.value !== String(value ?? '')) write();
    },
  };
}

/** A line of text. */
export function line(label: string, hint: string, changed: (value: string) => void): Field<string> {
  const input = el('input', { type: 'text', title: hint, placeholder: hint, class: 'wide' });
  input.addEventListener('change', () => changed(input.value));
  return {
    element: labelled(label, input),
    set(value) {
      if (document.activeElement !== input && input.value !== value) input.value = value;
    },
  };
}

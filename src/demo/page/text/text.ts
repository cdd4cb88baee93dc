/** Every word of the page, in one shape per language; numbers are written by {@link Numbers}. */
import type { OwnText } from './own-text';
import type { ActivationId, LayerKind, LayerState, LossId } from '../../layers';
import type { Preset } from '../../presets';
import type { OptimizerId } from '../../optimizers';
import type { DataSetId, EngineId, SpeedId } from '../../state';
import type { Halt } from '../../worker/messages';
import { english } from './en';
import { french } from './fr';
import type { GalleryText } from './gallery-text';

export interface Numbers {
  /** 0.0123 → 0.012. */
  readonly short: (value: number) => string;
  /** 0.012345 → 0.01235. */
  readonly precise: (value: number) => string;
  /** 0.0625 → 6 %. */
  readonly percent: (share: number) => string;
  /** 12345 → 12,345. */
  readonly whole: (value: number) => string;
  /** What separates the parts of a number, for the charts' axes. */
  readonly separators: { readonly decimal: string; readonly thousands: string };
}

/** One run, as the sentence tells it. */
export interface RunFacts {
  readonly name: string;
  readonly loss: string;
  readonly accuracy: string;
  /** The task is to find a value: `accuracy` is then the share of its variance that is explained. */
  readonly valued: boolean;
  readonly dead: string;
  readonly halted: Halt | null;
  /** The step at which it was first seen to have learnt, written out; empty where it has not. */
  readonly learntAt: string;
  /** `learnt`: nearly all points right; `guessing`: no better than a coin, or nearly. */
  readonly verdict: 'learnt' | 'learning' | 'guessing';
}

export interface Text {
  readonly play: string;
  readonly pause: string;
  readonly step: string;
  readonly reset: string;
  readonly controls: string;
  readonly dataSet: string;
  readonly noise: string;
  readonly seed: string;
  readonly newSeed: string;
  readonly learningRate: string;
  readonly galleryText: GalleryText;
  readonly gallery: string;
  readonly previous: string;
  readonly next: string;
  readonly tones: Readonly<Record<Preset['tone'], string>>;
  /** Of an experiment that began as no preset. */
  readonly ownClaim: string;
  readonly ownTitle: string;
  readonly changedFrom: (title: string) => string;
  readonly openRule: (id: string) => string;
  readonly openActivation: (name: string) => string;
  readonly setup: string;
  readonly points: string;
  readonly test: string;
  readonly batchSize: string;
  readonly batchOf: (size: number) => string;
  readonly seedOf: (seed: number) => string;
  readonly schedule: string;
  readonly scheduleHint: string;
  readonly clip: string;
  readonly engine: string;
  readonly engines: Readonly<Record<EngineId, string>>;
  readonly kinds: Readonly<Record<LayerKind, string>>;
  readonly units: string;
  readonly filters: string;
  readonly size: string;
  readonly stride: string;
  readonly padding: string;
  readonly pooling: string;
  readonly poolings: Readonly<Record<'max' | 'average', string>>;
  readonly dropRate: string;
  readonly initializer: string;
  readonly bias: string;
  readonly remove: string;
  readonly removeLayer: (letter: string, index: number) => string;
  readonly addLayer: (letter: string) => string;
  readonly duplicate: (letter: string) => string;
  readonly removeRun: (letter: string) => string;
  readonly outputOf: (letter: string) => string;
  readonly lossName: string;
  readonly losses: Readonly<Record<LossId, string>>;
  readonly refused: (reason: string) => string;
  readonly optimizer: string;
  readonly speed: string;
  readonly dataSets: Readonly<Record<DataSetId, string>>;
  readonly optimizers: Readonly<Record<OptimizerId, string>>;
  readonly speeds: Readonly<Record<SpeedId, string>>;
  readonly activations: Readonly<Record<ActivationId, string>>;
  readonly steps: (step: string) => string;
  /** `networks` train at the same time, each at this rate. */
  readonly rate: (perSecond: string, networks: number) => string;
  readonly rateHint: string;
  readonly run: (letter: string) => string;
  readonly hidden: (name: string) => string;
  readonly chain: string;
  readonly loss: string;
  readonly accuracy: string;
  readonly dead: string;
  readonly layer: string;
  readonly activation: string;
  readonly deadUnits: string;
  readonly gradient: string;
  readonly gradientHint: string;
  readonly explained: string;
  readonly tested: (accuracy: string) => string;
  readonly compositions: string;
  readonly layerName: (index: number, layer: LayerState) => string;
  /** What a layer without an activation does. */
  readonly layerNote: (layer: LayerState) => string;
  readonly outputLayer: string;
  /** Units, a function on them where there is one, and the loss. */
  readonly outputNote: (units: number, activation: string, loss: LossId) => string;
  readonly activationOf: (letter: string, index: number) => string;
  /** The same picker in the set-up. */
  readonly activationIn: (letter: string, index: number) => string;
  readonly of: (part: string, whole: string) => string;
  readonly map: (facts: RunFacts) => string;
  readonly classes: readonly [string, string];
  readonly probability: string;
  readonly lossChart: string;
  readonly lossAxis: string;
  readonly measure: string;
  readonly measures: Readonly<Record<'accuracy' | 'dead' | 'saturated' | 'sparse', string>>;
  readonly shareAxis: string;
  readonly gradientChart: string;
  readonly gradientAxis: string;
  readonly predicted: string;
  readonly outputsChart: string;
  readonly table: string;
  readonly stepColumn: string;
  readonly valueColumn: string;
  readonly layerOf: (letter: string, index: number) => string;
  readonly sections: Readonly<Record<'units' | 'gradients' | 'outputs' | 'curve' | 'map' | 'step', string>>;
  /** Units of a layer, and the numbers of those that are dead. */
  readonly unitsOf: (layer: number, units: number, dead: readonly number[]) => string;
  readonly times: string;
  readonly curveOf: string;
  readonly curveFacts: (name: string, steepest: string, from: string, to: string, idempotent: boolean) => string;
  readonly curveLegend: (reach: number) => string;
  readonly mapHint: string;
  readonly noMap: string;
  readonly mapFacts: (formula: string, pattern: string, regions: string) => string;
  readonly share: string;
  readonly copyLink: string;
  readonly openProgram: string;
  readonly saveCsv: string;
  readonly savePictures: (kind: string) => string;
  readonly ownPoints: string;
  readonly ownHint: string;
  readonly pointClass: string;
  readonly addPoint: string;
  readonly undoPoint: string;
  readonly clearPoints: string;
  readonly pointCount: (points: number) => string;
  readonly networkName: string;
  readonly explainStep: string;
  readonly stepExample: (step: string, input: string, label: string, loss: string) => string;
  readonly passTable: string;
  readonly forwardZ: string;
  readonly forwardOut: string;
  readonly backward: string;
  readonly updateTable: (rate: string, batch: number) => string;
  readonly own: OwnText;
  readonly notANumber: string;
  readonly waiting: string;
  readonly facts: (facts: RunFacts) => string;
  /** Between the facts of one run and of the next. */
  readonly separator: string;
  readonly start: (facts: readonly RunFacts[]) => string;
  readonly conclusion: (facts: readonly RunFacts[]) => string;
  readonly halted: (letter: string, name: string, step: string, halt: Halt) => string;
  readonly roundOver: (step: string) => string;
  readonly plateau: (step: string) => string;
  readonly onPage: string;
  readonly notRestored: (reason: string) => string;
  readonly failed: (reason: string) => string;
}

/** The language of the editor where there is a translation, else English. */
export function textFor(locale: string): Text {
  return locale.toLowerCase().startsWith('fr') ? french : english;
}

/** Number formats of a language. */
export function numbersFor(locale: string, text: Text): Numbers {
  const tag = Intl.NumberFormat.supportedLocalesOf([locale])[0] ?? 'en';
  const significant = new Intl.NumberFormat(tag, { maximumSignificantDigits: 2 });
  const four = new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 });
  const fourTiny = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3, notation: 'scientific' });
  const tiny = new Intl.NumberFormat(tag, { maximumSignificantDigits: 2, notation: 'scientific' });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const part = (type: 'decimal' | 'group'): string => new Intl.NumberFormat(tag).formatToParts(12_345.6).find((one) => one.type === type)?.value ?? '';
  return {
    separators: { decimal: part('decimal'), thousands: part('group') },
    short: (value) => {
      if (!Number.isFinite(value)) return text.notANumber;
      return value !== 0 && (Math.abs(value) < 0.0001 || Math.abs(value) >= 100_000) ? tiny.format(value).toLowerCase() : significant.format(value);
    },
    precise: (value) => {
      if (!Number.isFinite(value)) return text.notANumber;
      return value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 100_000) ? fourTiny.format(value).toLowerCase() : four.format(value);
    },
    percent: (share) => percent.format(share),
    whole: (value) => whole.format(value),
  };
}

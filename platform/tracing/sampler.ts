import { oneOf } from '../config/index.js';

/** Says whether a span is recorded; of what its parent said, null where it has none. */
export type Sampler = (traceId: string, parentIsSampled: boolean | null) => boolean;

export const samplerVariables = {
  sampler: {
    variable: 'OTEL_TRACES_SAMPLER',
    parse: oneOf(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
    default: 'parentbased_always_on',
    describe: 'which traces are recorded',
  },
  ratio: {
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    parse: (value: string): number => {
      const ratio = Number(value);
      if (!(ratio >= 0 && ratio <= 1)) throw new Error('must be a number from 0 to 1');

      return ratio;
    },
    default: 1,
    describe: 'the share of traces that a sampler by ratio records',
  },
} as const;

type Options = Readonly<{ sampler: string; ratio: number }>;

/**
 * The samplers of OpenTelemetry, by their names. Which share is recorded is decided by the trace
 * id, so that all services decide alike.
 */
export const createSampler = ({ sampler, ratio }: Options): Sampler => {
  const isParentBased = sampler.startsWith('parentbased_');
  const share = sampler.endsWith('always_on') ? 1 : sampler.endsWith('always_off') ? 0 : ratio;
  const least = (1 - share) * 2 ** 32;

  return (traceId, parentIsSampled) =>
    isParentBased && parentIsSampled !== null ? parentIsSampled : randomPartOf(traceId) >= least;
};

/** The upper half of those seven bytes that W3C trace context wants to be random. */
const randomPartOf = (traceId: string): number => Number.parseInt(traceId.slice(18, 26), 16);

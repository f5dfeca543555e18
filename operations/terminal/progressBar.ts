import type { RebuildProgress } from '../../services/projector/rebuildReadModels.js';

const width = 40;

/** A bar on a terminal, a line every ten per cent elsewhere. */
export const createProgressBar = (
  out: Readonly<{ isTTY?: boolean; write: (text: string) => unknown }>,
): Readonly<{ show: (progress: RebuildProgress) => void; end: () => void }> => {
  const [steps, before, after] = out.isTTY === true ? [100, '\r', ''] : [10, '', '\n'];
  const startedAt = performance.now();
  let last = -1;

  return {
    show: ({ events, position, target }) => {
      const share = target === 0n ? 1 : Math.min(1, Number(position) / Number(target));
      const step = Math.floor(share * steps);
      if (step === last) return;
      last = step;
      const rate = Math.round(events / Math.max(0.001, (performance.now() - startedAt) / 1000));
      const filled = Math.round(share * width);
      const bar = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.round(share * 100)} %`;
      out.write(`${before}${bar}, ${events} events, ${rate}/s${after}`);
    },
    end: () => {
      if (out.isTTY === true) out.write('\n');
    },
  };
};

import { align, rounded } from '../harness/table.js';
import { assumptions } from './assumptions.js';
import { deviation, tolerance } from './check.js';
import type { Checked, Costs } from './costs.js';
import type { Fleet, Sale } from './fleet.js';
import type { Ceiling } from './model.js';
import type { Simulated } from './simulate.js';

const second = new Set([1]);

const table = (title: string, rows: readonly (readonly string[])[], right = second): string =>
  [title, ...align(rows, right).map((line) => `  ${line}`), ''].join('\n');

const lines = (values: Readonly<Record<string, number>>): string[][] =>
  Object.entries(values).map(([what, value]) => [what, rounded(value)]);

const checkedTable = (checked: readonly Checked[]): string => {
  const shown = (value: number | string): string =>
    typeof value === 'number' ? rounded(value) : value;
  const rows = checked.map((one) => [
    one.load,
    one.what,
    shown(one.predicted),
    shown(one.measured),
    typeof one.predicted === 'number' ? `${(deviation(one) * 100).toFixed(0)} %` : '',
    Math.abs(deviation(one)) <= tolerance ? 'holds' : 'DOES NOT HOLD',
  ]);

  return table(
    `Predicted and measured, ${tolerance * 100} % allowed:`,
    [['load', '', 'predicted', 'measured', 'off by', ''], ...rows],
    new Set([2, 3, 4]),
  );
};

export const checkReport = ({ measuredAt, checked }: Costs): string =>
  `${checkedTable(checked)}measured ${measuredAt.slice(0, 10)}\n`;

/** A law that was found at some rates is not known to hold at many times those. */
const farBeyond = 5;

const ceilingRow = (
  { resource, perSecond }: Ceiling,
  wanted: number,
  fastest: number,
): readonly string[] => {
  const known = fastest * farBeyond;
  if (perSecond > known) return [resource, `> ${rounded(known)}`, ''];

  return [resource, rounded(perSecond), perSecond < wanted ? 'TOO LOW' : ''];
};

type Simulation = Readonly<Record<string, Readonly<{ model: number; simulated: Simulated }>>>;

export const planReport = (
  costs: Costs,
  sale: Sale,
  { fleet, simulation }: Readonly<{ fleet: Fleet; simulation: Simulation }>,
): string => {
  const { clicksPerSecond, ordersPerSecond, refusalsPerSecond } = fleet;

  return [
    `${sale.buyers} buyers want ${sale.units} units of ${sale.products} products within ${sale.seconds} s.\n`,
    table(
      'Rates:',
      lines({
        'clicks/s': clicksPerSecond,
        'orders/s': ordersPerSecond,
        'refusals/s': refusalsPerSecond,
      }),
    ),
    table(
      `Instances, each at ${assumptions.utilisation * 100} % of a core at most:`,
      [
        ['', 'instances', 'cores busy'],
        ...Object.entries(fleet.instances).map(([name, count]) => [
          name,
          String(count),
          rounded(fleet.busy[name] ?? 0),
        ]),
        ...['postgres', 'eventStore', 'kafka'].map((name) => [
          name,
          'a server',
          rounded(fleet.busy[name] ?? 0),
        ]),
      ],
      new Set([1, 2]),
    ),
    `Machines of ${sale.cores} cores: ${fleet.machines}\n`,
    table('Stores and network:', lines(fleet.stores)),
    table('Buyers see:', lines(fleet.buyersSee)),
    table(
      'Ceilings that more instances do not raise, in orders/s, the first one first:',
      fleet.ceilings.map((ceiling) => ceilingRow(ceiling, ordersPerSecond, costs.fastest)),
    ),
    table(
      'A simulation of each part, event by event, against the arithmetic (cores busy):',
      Object.entries(simulation).map(([part, { model, simulated }]) => [
        part,
        rounded(model),
        rounded(simulated.utilisation),
      ]),
      new Set([1, 2]),
    ),
    `Costs: ${costs.measuredAt.slice(0, 10)}, ${costs.cores} cores, commit ${costs.commit}, by ${costs.source}.\n`,
    costs.checked.length > 0
      ? checkedTable(costs.checked)
      : 'Not checked yet: npm run plan -- --check\n',
  ].join('\n');
};

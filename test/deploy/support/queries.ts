import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, root } from '../../architecture/repository.js';

export type Rule = Readonly<{
  alert?: string;
  record?: string;
  expr: string;
  labels?: Readonly<{ severity?: string }>;
  annotations?: Readonly<{ summary?: string; runbook?: string }>;
}>;

type RuleFile = Readonly<{ groups: readonly Readonly<{ rules: readonly Rule[] }>[] }>;

const rulesIn = (file: string): readonly Rule[] =>
  (parse(readText(`deploy/prometheus/rules/${file}`)) as RuleFile).groups.flatMap(
    ({ rules }) => rules,
  );

export const alerts = rulesIn('alerts.yml');
export const recordings = rulesIn('recording.yml');

export type Panel = Readonly<{ title: string; expr: string; dashboard: string }>;

type Dashboard = Readonly<{
  panels: readonly Readonly<{ title: string; targets: readonly Readonly<{ expr: string }>[] }>[];
}>;

const dashboards = readdirSync(join(root, 'deploy/grafana/dashboards'));

/** Every query of every dashboard. */
export const panels: readonly Panel[] = dashboards.flatMap((dashboard) =>
  (JSON.parse(readText(`deploy/grafana/dashboards/${dashboard}`)) as Dashboard).panels.flatMap(
    ({ title, targets }) => targets.map(({ expr }) => ({ title, expr, dashboard })),
  ),
);

/** Names of the series that a query reads; those of rules have colons. */
export const metricsIn = (expr: string): string[] => [
  ...new Set(
    expr
      .replaceAll(/\{[^}]*\}/g, '')
      .match(/\b(quicksale[_:][a-z0-9_:]+|(?:process|nodejs|node)_[a-z0-9_]+)\b/g) ?? [],
  ),
];

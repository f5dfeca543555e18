import { readText } from '../../architecture/repository.js';

export type Instruction = Readonly<{ name: string; text: string }>;

/** The instructions of each stage, by the name of the stage; continued lines are one. */
const stagesOf = (dockerfile: string): ReadonlyMap<string, readonly Instruction[]> => {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  for (const line of lines) {
    const [name = '', ...words] = line.trim().split(/\s+/);
    const [, stage] = /^FROM .* AS (\w+)$/.exec(line) ?? [];
    if (stage !== undefined) stages.set(stage, (current = []));
    current.push({ name, text: words.join(' ') });
  }

  return stages;
};

export const stages = stagesOf(readText('Dockerfile'));

export const instructionsOf = (stage: 'build' | 'run', name: string): string[] =>
  (stages.get(stage) ?? []).filter((one) => one.name === name).map(({ text }) => text);

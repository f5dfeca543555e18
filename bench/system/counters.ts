/** The sum of a counter of the services at these addresses, whatever its labels. */
export const sumOf = async (metric: string, urls: readonly string[]): Promise<number> => {
  const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
  const values = texts.join('\n').matchAll(new RegExp(`^${metric}\\{[^}]*\\} (\\S+)$`, 'gm'));

  return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
};

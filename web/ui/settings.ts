/** What the gateway tells the pages of the system that serves them. */
export type Settings = Readonly<{ streamsUrl: string | null; isProduction: boolean }>;

export const settings: Settings = {
  streamsUrl: null,
  isProduction: true,
  ...(JSON.parse(
    document.querySelector('meta[name=quicksale]')?.getAttribute('content') ?? '{}',
  ) as Partial<Settings>),
};

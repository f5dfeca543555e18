/**
 * Settings for sessions whose statements have an index for each of their parts: a plan that is made
 * while the tables are empty would scan them when they are full.
 */
export const pinnedPlans = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
} as const;

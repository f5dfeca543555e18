/**
 * npm runs us in a shell, which a SIGTERM to npm ends without handing the signal on: losing that
 * shell is the signal. Without npm nobody's end but ours counts.
 */
export const onParentGone = (leave: () => void): void => {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    leave();
  }, 200);
};

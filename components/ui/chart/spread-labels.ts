/**
 * Moves overlapping labels apart, each as little as possible: neighbours closer than `gap` form a
 * block centred on the mean of its wishes (pool adjacent violators); blocks are kept within [min,
 * max].
 *
 * @returns the new positions in the order of the wishes; evenly spaced beyond `max` if they cannot
 * fit
 */
export function spreadLabels(
  wishes: readonly number[],
  gap: number,
  min: number,
  max: number,
): number[] {
  const order = wishes
    .map((wish, index) => ({ wish, index }))
    .sort((a, b) => a.wish - b.wish || a.index - b.index);
  const blocks: { members: number[]; sum: number; start: number }[] = [];
  const place = (sum: number, count: number) => {
    const length = (count - 1) * gap;
    return Math.max(min, Math.min(max - length, sum / count - length / 2));
  };
  for (const { wish, index } of order) {
    let block = { members: [index], sum: wish, start: place(wish, 1) };
    let before = blocks.at(-1);
    while (before !== undefined && before.start + before.members.length * gap > block.start) {
      blocks.pop();
      const members = [...before.members, ...block.members];
      const sum = before.sum + block.sum;
      block = { members, sum, start: place(sum, members.length) };
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  const result = wishes.map(() => 0);
  for (const block of blocks) {
    for (const [nth, index] of block.members.entries()) result[index] = block.start + nth * gap;
  }
  return result;
}

/** The components of a lesson that run commands: its blocks, counted from 0 in the order of the text. */
export const blockNames = ['Run', 'Predict', 'Manifest'] as const;

/** Whether a component's name is that of a block. */
export const isBlock = (name: string | null | undefined): name is (typeof blockNames)[number] =>
  (blockNames as readonly (string | null | undefined)[]).includes(name);

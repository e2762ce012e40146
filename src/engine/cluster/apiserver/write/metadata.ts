import type { ObjectMeta } from '../../json.ts';

type UserMeta = Pick<ObjectMeta, 'labels' | 'annotations' | 'ownerReferences' | 'finalizers'>;

const isFilled = (value: object | null | undefined): boolean => {
  if (value === null || value === undefined) return false;
  for (const _ in value) return true;
  return false;
};

/** The metadata that users set, without what is empty: Go leaves that out when it writes an object. */
export function userMetadata({ labels, annotations, ownerReferences, finalizers }: Partial<ObjectMeta>): UserMeta {
  const made: { -readonly [K in keyof UserMeta]: UserMeta[K] } = {};
  if (labels && isFilled(labels)) made.labels = labels;
  if (annotations && isFilled(annotations)) made.annotations = annotations;
  if (ownerReferences && isFilled(ownerReferences)) made.ownerReferences = ownerReferences;
  if (finalizers && isFilled(finalizers)) made.finalizers = finalizers;
  return made;
}

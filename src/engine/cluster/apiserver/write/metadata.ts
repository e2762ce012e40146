import type { ObjectMeta } from '../../json.ts';

type UserMeta = Pick<ObjectMeta, 'labels' | 'annotations' | 'ownerReferences' | 'finalizers'>;

const isFilled = (value: object | null | undefined): boolean => {
  if (value === null || value === undefined) return false;
  for (const _ in value) return true;
  return false;
};

/** The metadata that users set, without what is empty: Go leaves that out when it writes an object. */
export function userMetadata({ labels, annotations, ownerReferences, finalizers }: Partial<ObjectMeta>): UserMeta {
  return {
    ...(labels && isFilled(labels) && { labels }),
    ...(annotations && isFilled(annotations) && { annotations }),
    ...(ownerReferences && isFilled(ownerReferences) && { ownerReferences }),
    ...(finalizers && isFilled(finalizers) && { finalizers }),
  };
}

import { meterJq } from '../jq-fuel.ts';

/** jq's fuel: this module must run before jq-web does. */
export const meter = meterJq();

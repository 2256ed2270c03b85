/** Days of this machine's calendar, YYYY-MM-DD; empty where none was chosen. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const at = (day: string, time: string): string | undefined => {
  const moment = new Date(`${day}T${time}`);
  return day === '' || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
};

/** From the first moment of one day to the last of the other, as the record counts time. */
export const spanOf = ({ from, to }: Days): { readonly from?: string; readonly to?: string } => {
  const [first, last] = [at(from, '00:00:00.000'), at(to, '23:59:59.999')];
  return { ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) };
};

/** The districts and their schools: few, and the same for everybody. */
import { answer, api } from '../api/client';
import { useRead, type Read, type ReadOptions } from '../api/queries';
import type { School } from '../api/shapes';

export interface SchoolOfDistrict extends School {
  readonly district: string;
}

export interface District {
  readonly code: string;
  readonly name: string;
}

export interface Vendor {
  readonly name: string;
  readonly telephone: string;
}

export interface SchoolsOfDistrict {
  readonly items: readonly School[];
  readonly vendor?: Vendor;
}

export function useDistricts(): Read<readonly District[]> {
  return useRead(['districts'], readDistricts);
}

export function useSchools(code: string): Read<SchoolsOfDistrict> {
  return useRead(['schools', code], (options) => readSchools(code, options));
}

/** Of all districts, for a search by name and for an address that names only the school. */
export function useAllSchools(): Read<{ readonly items: readonly SchoolOfDistrict[]; readonly vendor?: Vendor }> {
  return useRead(['schools', 'all'], async (options) => {
    const districts = await readDistricts(options);
    const lists = await Promise.all(districts.map(({ code }) => readSchools(code, options)));
    const vendor = lists.find((one) => one.vendor)?.vendor;
    const items = lists.flatMap((list, at) =>
      list.items.map((school) => ({ ...school, district: districts[at]?.name ?? '' })),
    );
    return { items, ...(vendor && { vendor }) };
  });
}

async function readDistricts(options: ReadOptions): Promise<readonly District[]> {
  return (await answer(api.GET('/api/v1/districts', options))).items;
}

function readSchools(code: string, options: ReadOptions): Promise<SchoolsOfDistrict> {
  return answer(api.GET('/api/v1/districts/{code}/schools', { params: { path: { code } }, ...options }));
}

/** 綁定率: a chart and the same figures as a table, for the end of a day. */
import { useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import type { components } from '../api/schema';
import { Facts } from '../parts/facts';
import { TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { useDates } from '../words/dates';
import { useLanguage, useWords } from '../words/words';
import { OfficePage } from './office-page';
import { RESTING } from './resting';
import { words } from './words';

type Rate = components['schemas']['BindingRate'];
type School = Rate['schools'][number];
type ClassRate = School['classes'][number];
type Shown = Exclude<ClassRate, { readonly tooFew: true }>;

const EXCLUSIONS = ['suspended', 'experimental-education', 'placement', 'other'] as const;

export default function BindingRate() {
  const t = useWords(words);
  const [search, setSearch] = useSearchParams();
  const asOf = search.get('as_of') ?? '';
  const rate = useRead(['binding-rate', asOf], (options) =>
    answer(api.GET('/api/v1/statistics/binding-rate', { params: { query: asOf ? { as_of: asOf } : {} }, ...options })),
  );
  return (
    <OfficePage title={t.rate}>
      <Form
        sending={RESTING}
        begin={{ '/asOf': asOf }}
        onSubmit={(values) => {
          const day = values.code('/asOf');
          setSearch(day === '' ? {} : { as_of: day });
        }}
      >
        <TextField name="/asOf" label={t.asOf} help={t.dayHelp} width="number" autoComplete="off" />
        <Actions>
          <Submit>{t.show}</Submit>
        </Actions>
      </Form>
      <Loaded read={rate}>{(shown) => <Rates rate={shown} />}</Loaded>
    </OfficePage>
  );
}

function Rates({ rate }: { readonly rate: Rate }) {
  const t = useWords(words);
  const language = useLanguage();
  const dates = useDates();
  return (
    <>
      {rate.schools.map((school) => (
        <SchoolRate key={school.schoolId} school={school} day={dates.day(rate.asOf)} />
      ))}
      <section aria-labelledby="definition">
        <h2 id="definition">{t.definition}</h2>
        <p>{rate.definition[language]}</p>
      </section>
    </>
  );
}

function SchoolRate({ school, day }: { readonly school: School; readonly day: string }) {
  const t = useWords(words);
  const { name, classes, numerator, denominator, withTwo, excluded } = school;
  const total: ClassRate = { classId: t.total, numerator, denominator, rate: school.rate, withTwo };
  const shown = [...classes, total];
  return (
    <section className="stack" aria-label={name}>
      <h2>
        <span lang="zh-Hant-TW">{name}</span> · {day}
      </h2>
      <figure className="bars" role="img" aria-label={t.chart}>
        {shown.map((one) => (
          <Bar key={one.classId} name={one.classId} share={shareOf(one)} />
        ))}
      </figure>
      <Table
        caption={`${t.rate} · ${day}`}
        rows={shown}
        rowKey={({ classId }) => classId}
        columns={[
          { key: 'class', head: t.class, heads: true, cell: ({ classId }) => classId },
          {
            key: 'rate',
            head: t.rateOf,
            align: 'end',
            cell: (one) => (isFew(one) ? t.tooFew : percent(shareOf(one))),
          },
          { key: 'bound', head: t.bound, align: 'end', cell: (one) => figure(one, 'numerator') },
          { key: 'pupils', head: t.pupils, align: 'end', cell: (one) => figure(one, 'denominator') },
          { key: 'two', head: t.withTwo, align: 'end', cell: (one) => figure(one, 'withTwo') },
        ]}
      />
      <h3>{t.excluded}</h3>
      <Facts facts={EXCLUSIONS.map((code) => ({ name: t.exclusions[code], value: excluded[code] }))} />
    </section>
  );
}

function isFew(one: ClassRate): one is Exclude<ClassRate, Shown> {
  return 'tooFew' in one;
}

function figure(one: ClassRate, of: 'numerator' | 'denominator' | 'withTwo'): string {
  return isFew(one) ? '—' : String(one[of]);
}

function shareOf(one: ClassRate): number | undefined {
  return isFew(one) ? undefined : (one.rate ?? undefined);
}

function percent(share: number | undefined): string {
  return share === undefined ? '—' : `${(share * 100).toFixed(2)} %`;
}

interface BarProps {
  readonly name: string;
  readonly share: number | undefined;
}

function Bar({ name, share }: BarProps) {
  const width = 100 * (share ?? 0);
  return (
    <div className="bar">
      <span>{name}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="10" className="bar-ground" />
        <rect width={width} height="10" className="bar-value" />
      </svg>
      <span className="bar-number">{percent(share)}</span>
    </div>
  );
}

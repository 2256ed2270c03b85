import { Badge, Button, SegmentedControl, Text, Title } from '@mantine/core';
import { IconCheck, IconSignature } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { THIS_MACHINE } from '../../shared/contract/drafters.ts';
import { isOnThisMachine } from '../../shared/contract/egress.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo, PARTS, type Part } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { DraftMark } from '../ui/draft-mark.tsx';
import { STATE_COLOURS } from '../ui/state-colours.ts';

/** What comes next for this person: a scribe marks ready, a clinician approves. */
const NextStep = ({ view, part }: { readonly view: VisitView; readonly part: Part }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const ready = useChange('visits.ready');
  const { summary } = view;
  if (view.approval || !view.note) return null;
  if (role === 'scribe')
    return summary.state === 'ready-for-review' ? (
      <Text size="sm" role="status">
        {t('visit.handed')}
      </Text>
    ) : (
      <Button
        leftSection={<IconCheck size={18} aria-hidden="true" />}
        loading={ready.isPending}
        onClick={() => {
          ready.mutate({ visit: summary.id });
        }}
      >
        {t('visit.ready')}
      </Button>
    );
  if (role !== 'clinician' || part === 'approve') return null;
  return (
    <Button
      leftSection={<IconSignature size={18} aria-hidden="true" />}
      onClick={() => {
        goTo({ screen: 'visit', visit: summary.id, part: 'approve' });
      }}
    >
      {t('visit.approve')}
    </Button>
  );
};

/** A language model that was asked, and where: what is said in a visit went there. */
const AskedModel = ({ models }: Pick<VisitView, 'models'>): ReactNode => {
  const { t } = useText();
  const asked = models.find(({ host }) => host !== undefined);
  if (asked?.host === undefined) return null;
  const { name, host } = asked;
  const here = host === THIS_MACHINE || isOnThisMachine(`http://${host}`);
  return (
    <Text size="sm" c="dimmed">
      {t(here ? 'visit.model.here' : 'visit.model.elsewhere', { model: name, host })}
    </Text>
  );
};

/** Who the visit is of (two identifiers), how far it is, and its parts. */
export const VisitHead = ({ view, part }: { readonly view: VisitView; readonly part: Part }): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const shown = PARTS.filter((one) => {
    if (one === 'transcript') return view.transcript !== undefined;
    if (one === 'sheet') return view.instructions.length > 0;
    if (one === 'approve') return view.note !== undefined;
    return true;
  });
  return (
    <header className="visit-head">
      <div className="visit-who">
        <Title order={1} size="h3">
          {summary.label || t('today.nobody')}
        </Title>
        <Text size="sm" c="dimmed">
          {view.identifiers.join(' · ')}
        </Text>
        <AskedModel models={view.models} />
      </div>
      {view.approval ? (
        <Badge variant="light" radius="sm" color={STATE_COLOURS.approved}>
          {t('state.approved')}
        </Badge>
      ) : (
        view.note && <DraftMark />
      )}
      <SegmentedControl
        size="sm"
        aria-label={t('visit.views')}
        value={part}
        onChange={(value) => {
          goTo({ screen: 'visit', visit: summary.id, part: value as Part });
        }}
        data={shown.map((value) => ({ value, label: t(`visit.part.${value}`) }))}
      />
      <NextStep view={view} part={part} />
    </header>
  );
};

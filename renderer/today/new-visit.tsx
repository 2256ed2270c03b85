import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk, useChange } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { PickPatient } from '../approve/pick-patient.tsx';
import { useText } from '../language/language.ts';
import { identifiersIn, NOBODY, PatientFields } from '../record/patient-fields.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** The chart of a visit that is being made, from the record system where there is one. */
const useChartFetch = (number: string, onClose: () => void) => {
  const connections = useAsk('connections.get', {});
  const fetch = useChange('visits.fetch-chart');
  const [isWanted, setWanted] = useState(false);
  const [made, setMade] = useState<string>();
  const open = (visit: string): void => {
    onClose();
    goTo({ screen: 'visit', visit, part: 'record' });
  };
  const bring = (visit: string, patient: string): void => {
    fetch.mutate(
      { visit, patient },
      {
        onSuccess: () => {
          open(visit);
        },
      },
    );
  };
  return {
    isConnected: connections.data?.record !== undefined,
    fetch,
    isWanted,
    setWanted,
    /** A visit that is there already: a number that was wrong is corrected without making another. */
    made,
    /** Brings the chart of the patient picked, where a number meant several. */
    bring,
    /** Opens the visit, once its chart is there where one is wanted. */
    goOn: (visit: string): void => {
      setMade(visit);
      const patient = number.trim();
      if (!isWanted || patient === '') {
        open(visit);
        return;
      }
      bring(visit, patient);
    },
  };
};

/** Why no chart came: where the number means several patients, the way on is to pick one. */
const ChartTrouble = ({
  chart: { made, bring, fetch },
  number,
}: {
  readonly chart: ReturnType<typeof useChartFetch>;
  readonly number: string;
}): ReactNode => {
  if (!fetch.error) return null;
  const error = errorOf(fetch.error);
  if (made === undefined || error.code !== 'patient-ambiguous')
    return <ErrorPanel error={error} onAgain={fetch.reset} />;
  return (
    <PickPatient
      visit={made}
      number={number.trim()}
      onPick={(id) => {
        bring(made, id);
      }}
    />
  );
};

/** A visit without a chart: who it is of, by a name and what else tells this patient from another. */
export const NewVisit = ({ onClose }: { readonly onClose: () => void }): ReactNode => {
  const { t } = useText();
  const create = useChange('visits.create');
  const [patient, setPatient] = useState(NOBODY);
  const { label, number } = patient;
  const chart = useChartFetch(number, onClose);
  const make = (): void => {
    create.mutate(
      { label, identifiers: identifiersIn(patient) },
      {
        onSuccess: ({ visit }) => {
          chart.goOn(visit);
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('new.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        className="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          if (chart.made === undefined) make();
          else chart.goOn(chart.made);
        }}
      >
        <PatientFields patient={patient} onChange={setPatient} />
        {chart.isConnected && (
          <Checkbox
            label={t('new.fetch')}
            checked={chart.isWanted}
            onChange={(event) => {
              chart.setWanted(event.currentTarget.checked);
            }}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            type="submit"
            loading={create.isPending || chart.fetch.isPending}
            disabled={label.trim() === ''}
          >
            {t('new.make')}
          </Button>
        </Group>
        <ChartTrouble chart={chart} number={number} />
        {create.error && <ErrorPanel error={errorOf(create.error)} onAgain={create.reset} />}
      </form>
    </Modal>
  );
};

import { createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#eef7f6',
  '#dcebe9',
  '#b4d6d3',
  '#89c0bb',
  '#63ada7',
  '#43938d',
  '#2f827b',
  '#1f6f6b',
  '#155955',
  '#06433f',
];

/** A browser keeps what was typed into a form, in plain text in its profile, unless the field says no. */
const notKept = { defaultProps: { autoComplete: 'off' } };

/** Quiet colours, one accent; text sizes for reading at arm's length. `showPassphrase` names the eye in such a field. */
export const themeWith = (showPassphrase: string) =>
  createTheme({
    primaryColor: 'pine',
    primaryShade: { light: 7, dark: 7 },
    colors: { pine },
    autoContrast: true,
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '620' },
    defaultRadius: 'md',
    cursorType: 'pointer',
    focusRing: 'auto',
    components: {
      TextInput: notKept,
      Textarea: notKept,
      NumberInput: notKept,
      Select: notKept,
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': showPassphrase } } },
    },
  });

/** What the shell itself says, outside of any page. */
const en = {
  closeWhileRecording: 'A recording is running.',
  closeDetail: 'It goes on when this window is closed. Open Footnote again to see it.',
  quitDetail: 'When Footnote ends, the recording stops. All that was said so far is kept, encrypted.',
  keepOpen: 'Back to the recording',
  closeWindow: 'Close the window, go on recording',
  stopAndQuit: 'Stop recording and end',
} as const;

export type ShellWords = Readonly<Record<keyof typeof en, string>>;

const es: ShellWords = {
  closeWhileRecording: 'Hay una grabación en curso.',
  closeDetail: 'Sigue cuando se cierra esta ventana. Abra Footnote de nuevo para verla.',
  quitDetail:
    'Al terminar Footnote, la grabación se detiene. Todo lo dicho hasta ahora queda guardado, cifrado.',
  keepOpen: 'Volver a la grabación',
  closeWindow: 'Cerrar la ventana y seguir grabando',
  stopAndQuit: 'Detener la grabación y terminar',
};

/** By the language of the system. */
export const shellWords = (locale: string): ShellWords => (locale.toLowerCase().startsWith('es') ? es : en);

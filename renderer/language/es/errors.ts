import type { errors as english } from '../en/errors.ts';

export const errors: Readonly<Record<keyof typeof english, string>> = {
  'error.wrong-passphrase': 'El nombre o la frase no son correctos.',
  'error.pin-wrong': 'El PIN no es correcto.',
  'error.pin-shape': 'Un PIN tiene de 4 a 12 cifras.',
  'error.session-ended': 'Se cerró su sesión. Entre de nuevo.',
  'error.session-locked': 'La pantalla está bloqueada.',
  'error.role-refused': 'Su función no lo permite.',
  'error.vault-closed': 'El registro está cerrado. Entre primero.',
  'error.vault-in-use': 'El registro está abierto en otra ventana o programa. Ciérrelo primero.',
  'error.vault-missing': 'No hay registro en esta carpeta.',
  'error.vault-exists': 'Ya hay un registro aquí. Se dejó como está.',
  'error.vault-newer': 'El registro lo escribió un Footnote más nuevo. Instale esa versión.',
  'error.vault-read-only': 'No se puede escribir en la carpeta del registro. Permita la escritura.',
  'error.vault-symlinked': 'La carpeta del registro es un enlace a otro lugar.',
  'error.vault-damaged': 'La cabecera del registro está dañada. Restaure una copia.',
  'error.vault-other-machine': 'El registro viene de otro equipo. Use la clave de recuperación impresa.',
  'error.keychain-gone':
    'Falta la clave que este equipo guarda para el registro. Use la clave de recuperación impresa.',
  'error.keychain-needed':
    'El registro se creó en la aplicación de escritorio. Ábralo allí, o use la clave de recuperación impresa.',
  'error.keychain-refused': 'El llavero de este equipo no respondió.',
  'error.recovery-key-wrong': 'La clave no es correcta. Compruebe cada grupo con la hoja impresa.',
  'error.passphrase-short': 'Una frase necesita al menos 12 letras.',
  'error.person-exists': 'Ya hay una persona con ese nombre.',
  'error.person-unknown': 'No existe esa persona en el registro.',
  'error.last-administrator': 'El registro necesita al menos un administrador.',
  'error.certificate-bad': 'La clave de esta persona no está certificada por un administrador.',
  'error.voice-too-little':
    'Aún se guarda demasiado poco de su voz. Apruebe primero una visita grabada y pruebe otra vez mientras se conserve la grabación.',
  'error.visit-unknown': 'Esta visita ya no está aquí.',
  'error.visit-quarantined': 'Esta visita se encontró dañada y se apartó. Las demás se abren.',
  'error.visit-order': 'No se puede hacer en el estado actual de la visita.',
  'error.approved-locked': 'La visita está aprobada y su texto fijado. Escriba una adenda.',
  'error.not-approved': 'Solo el texto aprobado se imprime o copia como final.',
  'error.stale-lines': 'Algunas líneas de la hoja pueden no coincidir ya con la nota. Revíselas primero.',
  'error.hash-differs': 'El texto ha cambiado desde que se mostró. Revíselo de nuevo.',
  'error.token-spent': 'Esta página es demasiado antigua para firmar. Revísela de nuevo.',
  'error.assessment-first': 'Escriba primero su propia valoración.',
  'error.pilot-only': 'Los borradores están a prueba y no se pueden aprobar.',
  'error.content-shredded': 'Esta parte de la visita se destruyó según la regla de conservación.',
  'error.evidence-unknown': 'Una fuente de esta línea no está en la visita.',
  'error.entry-shape': 'El texto ya no encaja con el registro. Abra la visita de nuevo.',
  'error.line-missing': 'Esta línea ya no está en la visita.',
  'error.question-missing': 'Esta pregunta ya no está en la visita.',
  'error.flag-missing': 'Este punto ya no está en la visita.',
  'error.nothing-to-undo': 'No hay nada que deshacer.',
  'error.consent-withdrawn': 'Se retiró el consentimiento. No se graba más.',
  'error.recording-running': 'Hay una grabación en curso. Deténgala primero.',
  'error.recording-stopped': 'La grabación se detuvo.',
  'error.recording-paused': 'La grabación está en pausa.',
  'error.recording-unknown': 'No existe esa grabación en esta visita.',
  'error.disk-no-room':
    'El disco está casi lleno, por eso no se empezó la grabación. Libere espacio e intente de nuevo.',
  'error.disk-low': 'El disco está casi lleno. La grabación se detuvo y está guardada entera.',
  'error.out-unwritable': 'No se puede escribir en la carpeta. Elija otra.',
  'error.model-unknown': 'No hay un modelo de voz con ese nombre.',
  'error.document-missing': 'La visita no tiene ese documento.',
  'error.host-not-confirmed':
    'Esta dirección está en otra computadora. Escriba el nombre de esa computadora tal como se muestra.',
  'error.address-insecure':
    'Una dirección en otra computadora debe empezar con https, sin nombre ni contraseña.',
  'error.model-host-refused':
    'El modelo de lenguaje está en otra computadora, o lleva a una, que aquí no está permitida ni confirmada.',
  'error.model-not-passed':
    'Este modelo de lenguaje no ha pasado la prueba de una de estas tareas. Pruébelo antes; solo se activa lo que aprueba.',
  'error.card-unreadable': 'Esto no es la tarjeta de otro Footnote. Cópiela entera de la pantalla de allí.',
  'error.code-differs':
    'El código no es el de esta tarjeta. Pida que se lo lean otra vez; si aún difiere, la tarjeta se cambió en el camino.',
  'error.draft-unreadable':
    'Este borrador compartido no es para usted, o se cambió en el camino. Pida a quien lo compartió que lo comparta otra vez.',
  'error.model-not-on-sheet':
    'Este modelo de lenguaje está en otra computadora y la hoja del paciente no lo dice. Redacte antes la visita con él.',
  'error.language-refused': 'Al modelo de lenguaje solo se le consulta sobre texto en inglés.',
  'error.model-addon-missing':
    'La parte que usa un archivo de modelo de lenguaje no está en esta computadora.',
  'error.model-not-set': 'No hay ningún modelo de lenguaje configurado.',
  'error.model-certificate':
    'Nadie responde por el certificado del modelo de lenguaje. Pegue su certificado abajo para aceptarlo.',
  'error.model-unreachable': 'El modelo de lenguaje no responde. El redactor incluido sigue.',
  'error.model-not-one':
    'Lo que responde en esta dirección no es un modelo de lenguaje. Revise la dirección.',
  'error.model-refused': 'El modelo de lenguaje se negó. Revise su nombre y su clave.',
  'error.model-busy': 'El modelo de lenguaje está ocupado. Inténtelo más tarde.',
  'error.model-timeout': 'El modelo de lenguaje tardó demasiado.',
  'error.model-cut-off': 'El modelo de lenguaje se detuvo a mitad de la respuesta.',
  'error.model-invalid': 'El modelo de lenguaje no dio una respuesta útil.',
  'error.model-window': 'El modelo de lenguaje admite muy poco texto a la vez para redactar.',
  'error.file-missing': 'No existe ese archivo. Revise la ruta.',
  'error.file-unreadable': 'El archivo o certificado no se puede leer.',
  'error.egress-refused': 'Footnote no puede ir a esa computadora, o fue enviado a otra.',
  'error.egress-certificate':
    'Nadie responde por el certificado de esa computadora. Un administrador puede pegarlo en Conexiones para aceptarlo.',
  'error.egress-failed': 'Esa computadora no respondió. Inténtelo más tarde.',
  'error.fhir-unreachable': 'El sistema de expedientes no responde. Se intenta de nuevo solo.',
  'error.fhir-not-one':
    'Lo que responde en esta dirección no es un sistema de expedientes. Revise la dirección.',
  'error.fhir-refused': 'El sistema de expedientes se negó. Pregunte a quien lo administra.',
  'error.fhir-signed-out':
    'El sistema de expedientes no deja entrar a Footnote. Inicie sesión allí en Conexiones, o pida a un administrador que revise la clave o el identificador de cliente.',
  'error.person-sign-in-missing':
    'El sistema de expedientes no tiene una página de inicio de sesión que Footnote pueda usar con seguridad. Pregunte a quien lo administra.',
  'error.sign-in-busy':
    'Otro programa de esta computadora impide iniciar sesión. Ciérrelo e inicie sesión otra vez.',
  'error.sign-in-ended': 'El inicio de sesión no terminó. Empiece otra vez.',
  'error.fhir-conflict': 'Alguien más cambió esto en el sistema de expedientes. Mire ambos antes.',
  'error.patient-unknown':
    'El sistema de expedientes no conoce a ese paciente. Revise el número y la fecha de nacimiento.',
  'error.patient-ambiguous':
    'Ese número es de más de un paciente en el sistema de expedientes. Elija al paciente.',
  'error.server-not-set':
    'No hay ningún sistema de expedientes configurado. Un administrador lo hace en Conexiones.',
  'error.chart-server-unreachable':
    'El sistema de expedientes no dio el expediente. Inténtelo más tarde o use un archivo exportado.',
  'error.chart-server-refused': 'El sistema de expedientes no permite leer este expediente.',
};

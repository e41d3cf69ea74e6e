/** The five updates of a plain binding, in order. */
export const STEPS = ['Open', 'ConfirmStudentInfo', 'AnswerConsent', 'FillApplication', 'SignAndSend'] as const;

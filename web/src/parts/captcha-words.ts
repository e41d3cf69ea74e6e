import { catalogue } from '../words/words';

export const captchaWords = catalogue(
  {
    label: '驗證碼',
    help: '※驗證碼不清楚時，可點選圖片重新產出。英文不分大小寫。',
    picture: '驗證碼圖片，點選可換一張',
    another: '換一張',
    renewed: '已換一張新的驗證碼圖片',
    alternative: '不用看圖的驗證方式',
    solving: '正在驗證，約需數秒…',
    solved: '已通過驗證，不必輸入驗證碼。',
    failed: '這個瀏覽器無法使用這種方式，請輸入圖片上的驗證碼。',
  },
  {
    label: 'Verification code',
    help: 'If it is hard to read, press the picture for another one. Upper and lower case are the same.',
    picture: 'Picture with the verification code; press for another',
    another: 'Another picture',
    renewed: 'There is a new picture with another code',
    alternative: 'Verify without a picture',
    solving: 'Verifying, this takes a few seconds…',
    solved: 'Verified; no code is needed.',
    failed: 'This browser cannot do it this way. Please enter the code of the picture.',
  },
);

export { ApplicantPage as default } from './application';

/** Under what Nest hands out the parts of the process that have an interface and no class. The others go by their class. */
export const CONFIG = Symbol('Config');
export const DATABASE = Symbol('Database');
export const EVENT_LOG = Symbol('EventLog');
export const GATEWAY = Symbol('BindingGateway');
export const PERSONAL_DATA = Symbol('PersonalDataService');
export const REFERENCES = Symbol('References');

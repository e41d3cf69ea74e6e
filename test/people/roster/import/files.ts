/** Files of a roster as schools send them, made in a test. */
import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { ZipFile } from 'yazl';

export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream as unknown as AsyncIterable<Buffer>);
}

/** As Windows in Taiwan writes it (code page 950). */
export function big5(text: string): Buffer {
  return iconv.encode(text, 'cp950');
}

export const STUDENTS = `學號,姓名,身分證統一編號,班級
10630008,尹安安,A200000003,301
10630009,王小明,A100000001,301
`;

const MANIFEST = `propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.orgs,bulk
file.users,bulk
file.enrollments,bulk
`;

/** One school with a class, its teacher and two pupils. */
export const ONE_ROSTER: Readonly<Record<string, string>> = {
  'manifest.csv': MANIFEST,
  'orgs.csv': `sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
org1,,,測試國中1,school,T99,
`,
  'classes.csv': `sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds
c1,,,三年一班,9,,301,homeroom,,org1,
c2,,,數學,9,,M1,scheduled,,org1,
`,
  'users.csv': `sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email
u1,,,true,s1,{nationalId:A200000003},安安,尹,,10630008,
u2,,,true,s2,"{Fed:1},{nationalId:A100000001}",小明,王,,10630009,
u3,,,true,Teacher301,{nationalId:F200000008},美惠,林,,,t301@example.org
`,
  'roles.csv': `sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,,,u1,primary,student,,,org1
r2,,,u2,primary,student,,,org1
r3,,,u3,primary,teacher,,,org1
`,
  'enrollments.csv': `sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary
e0,,,c2,org1,u1,student,true
e1,,,c1,org1,u1,student,
e2,,,c1,org1,u2,student,
e3,,,c1,org1,u3,teacher,true
`,
};

// Initiates the replica set and creates Till's user; run again, it finds both and changes nothing.
const { MONGODB_ROOT_PASSWORD: rootPassword, MONGODB_TILL_PASSWORD: tillPassword } = process.env;
const members = ['mongodb-1', 'mongodb-2', 'mongodb-3'];

const first = new Mongo(`mongodb://root:${encodeURIComponent(rootPassword)}@${members[0]}:27017/admin?directConnection=true`);
const admin = first.getDB('admin');
if (admin.hello().setName === undefined) {
  admin.runCommand({
    replSetInitiate: { _id: 'till', members: members.map((name, index) => ({ _id: index, host: `${name}:27017` })) },
  });
}

const all = members.map((name) => `${name}:27017`).join(',');
const set = new Mongo(`mongodb://root:${encodeURIComponent(rootPassword)}@${all}/admin?replicaSet=till&w=majority`);
const till = set.getDB('till');
// dbAdmin is for `till migrate`; a shop that runs it apart gives `serve` and `worker` a user with readWrite alone.
const roles = ['readWrite', 'dbAdmin'].map((role) => ({ role, db: 'till' }));
if (till.getUser('till') === null) till.createUser({ user: 'till', pwd: tillPassword, roles });
else till.updateUser('till', { pwd: tillPassword, roles });

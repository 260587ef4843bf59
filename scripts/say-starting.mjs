// Loaded before npm start and npm run dev, which need seconds to be read and minutes to be ready: somebody waits.
console.log("Posthorn is starting. The first start takes a few minutes.");

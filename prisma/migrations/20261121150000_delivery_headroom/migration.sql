-- Settling a batch updates a hundred neighbours at once, and each keeps its old version until the end of the
-- transaction: only with more than half of a page free do all of them stay on it (HOT). Measured with 20,000
-- deliveries: 38 % of the updates at 70, 96 % at 45, the log written a batch 52 KB and 16 KB.
ALTER TABLE deliveries SET (fillfactor = 45);

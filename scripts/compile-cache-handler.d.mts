export declare const COMPILED_CACHE_HANDLER: string;
export declare function compileCacheHandler(distDir: string): Promise<void>;

export declare const COMPILED_PAGE_CACHE: string;
export declare function compilePageCache(distDir: string): Promise<void>;

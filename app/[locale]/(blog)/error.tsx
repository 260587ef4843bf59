"use client";

import { ErrorMessage } from "@/components/frame/error-message";

export default ErrorMessage;

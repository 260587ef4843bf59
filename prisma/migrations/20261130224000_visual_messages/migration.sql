ALTER TYPE "message_format" ADD VALUE 'visual';

import { unknownNotTaken } from "@/tests/integration/sending/matrix/faults";
import { proveFaults } from "@/tests/integration/sending/matrix/prove";

proveFaults(unknownNotTaken);

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds each PDF named on the command line against PDF/UA-1; prints the rules it breaks, and ends with 1 if any. */
public final class UaRules {
    private static final int EVERY_FAILURE = -1;

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean allKept = true;
        for (String file : files) {
            allKept &= keepsTheRules(new File(file));
        }
        System.exit(allKept ? 0 : 1);
    }

    private static boolean keepsTheRules(File file) throws Exception {
        PDFAFlavour rules = PDFAFlavour.PDFUA_1;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, rules);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(rules, EVERY_FAILURE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion check : result.getTestAssertions()) {
                if (check.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, check.getMessage() + " at " + check.getLocation().getContext());
                }
            }
            System.out.println(file + ": " + result.getTotalAssertions() + " checks, " + broken.size() + " rules broken");
            broken.forEach((rule, where) -> System.out.println("  " + rule + ": " + where));
            return result.isCompliant();
        }
    }
}

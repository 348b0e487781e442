using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

internal static class HtmlReport
{
    public static string Write(Report report) => report.Command;
}

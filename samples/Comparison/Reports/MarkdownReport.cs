using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

internal static class MarkdownReport
{
    public static string Write(Report report) => report.Command;
}

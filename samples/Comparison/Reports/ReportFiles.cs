using MultiTransport.Comparison.Commands;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

/// <summary>Writes the files of a run and says where they are.</summary>
internal static class ReportFiles
{
    public static void Write(RunRequest request, Report report)
    {
        Save(request.Json, ReportJson.Write(report), "figures");
        Save(request.Html, HtmlReport.Write(report), "plots");
        if (request.Markdown is { } file)
        {
            Save(file, MarkdownReport.Write(report), "page");
        }
    }

    private static void Save(string file, string text, string what)
    {
        if (file.Length == 0)
        {
            return; // not asked for
        }

        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(file, text);
        Console.WriteLine($"{what}: {file}");
    }
}

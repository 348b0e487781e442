using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

/// <summary>A run as a file that another program reads, and <c>compare</c>.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write(Report report) => JsonSerializer.Serialize(report, Options);

    public static Report Parse(string json, string where)
    {
        try
        {
            var report = JsonSerializer.Deserialize<Report>(json, Options) ?? throw new JsonException("null");
            return report.Format == Report.CurrentFormat
                ? report
                : throw new ComparisonException($"{where} is of format {report.Format}; this program reads {Report.CurrentFormat}");
        }
        catch (JsonException fault)
        {
            throw new ComparisonException($"{where} is not the JSON of a run: {fault.Message}");
        }
    }

    public static Report Read(string file) => Parse(File.ReadAllText(file), file);
}

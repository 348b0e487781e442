using System.Text.Json;
using System.Text.Json.Nodes;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>The doctor on the command line: the probes of the page from .NET, the same conclusion, arrival strips as text.</summary>
internal static class DoctorCommand
{
    public const string Name = "doctor";

    private const int Misused = 64;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <returns>0 healthy, 1 impaired, 2 unreachable or unknown, 64 for wrong arguments.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (!DoctorArguments.TryParse(arguments, out var asked, out var fault))
        {
            await errors.WriteLineAsync($"{fault}{Environment.NewLine}{DoctorArguments.Usage}");
            return Misused;
        }

        if (!asked.Json)
        {
            await output.WriteLineAsync($"Asking {asked.Url} ({(asked.Idle ? "silences of up to 65 s too, so this takes a minute" : "about three seconds")}) ...");
        }

        using var line = new ProbeLine(asked, time);
        var observations = await new Prober(line, asked.Idle).RunAsync();
        var diagnosis = Diagnostician.Conclude(observations);
        await output.WriteLineAsync(asked.Json ? Json(observations, diagnosis) : TextReport.Of(observations, diagnosis));
        return diagnosis.Health switch
        {
            Health.Healthy => 0,
            Health.Impaired => 1,
            _ => 2,
        };
    }

    private static string Json(Observations observations, Diagnosis diagnosis) => new JsonObject
    {
        ["diagnosis"] = JsonSerializer.SerializeToNode(diagnosis, DoctorJson.Default.Diagnosis),
        ["observations"] = JsonSerializer.SerializeToNode(observations, DoctorJson.Default.Observations),
    }.ToJsonString(Indented);
}

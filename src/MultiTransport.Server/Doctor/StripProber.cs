using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>Reads strips and notes when each beat comes.</summary>
internal sealed partial class StripProber(ProbeLine line)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2.5);

    public async Task<StripProbe> ReadAsync(Uri doctor, StripPlan plan, DoctorPlan all, double roundTrip)
    {
        var strip = new StripProbe { Name = plan.Name };
        var beats = new List<Beat>();
        var start = line.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(Grace + TimeSpan.FromMilliseconds(all.EndAt + (4 * roundTrip)), line.Time);
        try
        {
            var url = new Uri(ShortProber.Unique(doctor, "strip").AbsoluteUri + $"&name={plan.Name}");
            using var response = await line.SendAsync(new HttpMethod(plan.Method), url, plan.Method == "POST" ? new StringContent("strip") : null, patience.Token, ("Accept", plan.Type));
            strip = strip with { Head = line.Since(start), Status = (int)response.StatusCode, Type = response.Content.Headers.ContentType?.MediaType };
            var isWhole = await ReadAsync(await response.Content.ReadAsStreamAsync(patience.Token), beats, start, patience.Token);
            return strip with { Beats = beats, Complete = isWhole, End = line.Since(start) };
        }
        catch (OperationCanceledException)
        {
            return strip with { Beats = beats, GaveUp = line.Since(start) };
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException)
        {
            return strip with { Beats = beats, Fault = Faults.Of(fault), End = line.Since(start) };
        }
    }

    /// <returns>Whether the server's own end came.</returns>
    private async Task<bool> ReadAsync(Stream body, List<Beat> beats, long start, CancellationToken token)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int count;
        while ((count = await body.ReadAsync(buffer, token)) > 0 && text.Length < 64 * 1024)
        {
            var at = line.Since(start);
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            foreach (Match beat in BeatPattern().Matches(text.ToString()).Skip(beats.Count).Take(32))
            {
                beats.Add(new Beat { At = at, Sent = double.Parse(beat.Groups["sent"].Value, CultureInfo.InvariantCulture) });
            }
        }

        return EndPattern().IsMatch(text.ToString());
    }

    [GeneratedRegex(@"beat\D{1,3}\d{1,2}\D{1,8}(?<sent>\d{1,5})[\n}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BeatPattern();

    [GeneratedRegex(@"end\D{1,3}\d{1,2}\D{1,8}\d{1,5}[\n}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndPattern();
}

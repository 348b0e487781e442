using System.Diagnostics.CodeAnalysis;

namespace MultiTransport.Server.Doctor;

/// <summary>What the command line asks of the doctor.</summary>
/// <param name="Url">The server or its doctor.</param>
/// <param name="Json">Print JSON.</param>
/// <param name="Idle">Try silences too.</param>
/// <param name="Insecure">Take any certificate.</param>
/// <param name="Proxy">A proxy; null takes the environment's.</param>
internal sealed record DoctorArguments(Uri Url, bool Json, bool Idle, bool Insecure, Uri? Proxy)
{
    public const string Usage = "Usage: doctor URL [--json] [--idle] [--proxy URL] [--insecure]";

    /// <summary>Reads what follows <c>doctor</c>; otherwise says what is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out DoctorArguments? parsed, [NotNullWhen(false)] out string? fault)
    {
        (parsed, fault) = (null, null);
        Uri? url = null;
        Uri? proxy = null;
        var (json, idle, insecure) = (false, false, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            switch (argument)
            {
                case "--json":
                    json = true;
                    break;
                case "--idle":
                    idle = true;
                    break;
                case "--insecure":
                    insecure = true;
                    break;
                case "--proxy" when i + 1 < arguments.Length:
                    if (!IsWeb(arguments[++i], out proxy))
                    {
                        fault = $"The proxy '{arguments[i]}' is no URL; accepted is for example http://proxy.example:3128.";
                        return false;
                    }

                    break;
                case "--proxy":
                    fault = "--proxy needs a URL, for example --proxy http://proxy.example:3128.";
                    return false;
                case ['-', ..]:
                    fault = $"There is no option {argument}; there are --json, --idle, --proxy URL and --insecure.";
                    return false;
                default:
                    if (url is not null)
                    {
                        fault = $"One URL at a time: {url} and {argument} were given.";
                        return false;
                    }

                    if (!IsWeb(argument, out url))
                    {
                        fault = $"'{argument}' is no http or https URL; accepted is for example http://127.0.0.1:5080/doctor.";
                        return false;
                    }

                    break;
            }
        }

        fault = url is null ? "Which server? Give its URL, for example http://127.0.0.1:5080/doctor." : null;
        parsed = url is null ? null : new DoctorArguments(url, json, idle, insecure, proxy);
        return parsed is not null;
    }

    private static bool IsWeb(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";
}

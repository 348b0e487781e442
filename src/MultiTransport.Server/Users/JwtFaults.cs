namespace MultiTransport.Server.Users;

/// <summary>What is wrong with <see cref="JwtSettings"/>.</summary>
internal static class JwtFaults
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<string> Of(JwtSettings settings)
    {
        var faults = new List<string>();
        if (!settings.IsOn)
        {
            if (settings.Required)
            {
                faults.Add("Jwt:Required is true, but there is no key that signs tokens: add one to Jwt:Keys, or name a Jwt:JwksFile.");
            }

            return faults;
        }

        if (settings.Issuer.Length == 0)
        {
            faults.Add("Jwt:Issuer is empty; accepted is the iss of the tokens, for example https://login.example.");
        }

        if (settings.Audience.Length == 0)
        {
            faults.Add("Jwt:Audience is empty; accepted is the aud of the tokens, for example realtime.");
        }

        if (settings.ClockSkew < TimeSpan.Zero || settings.ClockSkew > MostSkew)
        {
            faults.Add($"Jwt:ClockSkew is {settings.ClockSkew}; accepted is {TimeSpan.Zero} to {MostSkew}.");
        }

        JwtKeys.Read(settings, faults);
        return faults;
    }
}

using Microsoft.Extensions.Options;

namespace MultiTransport.Server;

/// <summary>
/// Sections of the configuration: <c>MultiTransport</c> for every endpoint, <c>MultiTransportServer</c> for the process, <c>MultiTransportDoctor</c> for the doctor.
/// </summary>
internal static class Settings
{
    private const string EndpointSection = "MultiTransport";
    private const string ServerSection = "MultiTransportServer";
    private const string DoctorSection = "MultiTransportDoctor";

    public static void AddMultiTransportFrom(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMultiTransport(options =>
        {
            var section = configuration.GetSection(EndpointSection);
            if (section.GetSection(nameof(options.Transports)).Exists())
            {
                options.Transports = []; // the binder adds to a list that has something in it
            }

            Bind(section, options);
        });
        services.Configure<MultiTransportServerOptions>(options => Bind(configuration.GetSection(ServerSection), options));
    }

    /// <exception cref="OptionsValidationException">A name is unknown, or a value cannot be read.</exception>
    public static void AddFrom(this MultiTransportDoctorOptions options, IConfiguration configuration) => Bind(configuration.GetSection(DoctorSection), options);

    /// <exception cref="OptionsValidationException">A name is unknown, or a value cannot be read.</exception>
    private static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        var names = typeof(TOptions).GetProperties().Select(property => property.Name).ToArray();
        var unknown = section.GetChildren().Select(child => child.Key).Except(names, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
        {
            Refuse<TOptions>(section, $"there is no {string.Join(", ", unknown)}; there are {string.Join(", ", names.Order())}");
        }

        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException unreadable)
        {
            Refuse<TOptions>(section, unreadable.Message);
        }
    }

    private static void Refuse<TOptions>(IConfigurationSection section, string why) =>
        throw new OptionsValidationException(section.Key, typeof(TOptions), [$"{section.Key}: {why}"]);
}

using Microsoft.Extensions.Options;

namespace MultiTransport.Server;

/// <summary>The section <c>MultiTransport</c> of the configuration, which holds the options of all endpoints.</summary>
internal static class Settings
{
    private const string Section = "MultiTransport";

    /// <exception cref="OptionsValidationException">A name is unknown or a value cannot be read.</exception>
    public static void Bind(IConfiguration configuration, MultiTransportOptions options)
    {
        try
        {
            configuration.GetSection(Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(Section, typeof(MultiTransportOptions), [unreadable.Message]);
        }
    }

    /// <summary>Reads the options before the host starts, whose own failure would bury what is wrong under a stack trace.</summary>
    public static void Check(IServiceProvider services) => _ = services.GetRequiredService<IOptions<MultiTransportOptions>>().Value;
}

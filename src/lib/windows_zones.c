/* Windows' zones: those that calendars of Europe, America and the largest countries elsewhere have.
 * After CLDR's supplemental/windowsZones, territory 001, version 44 (2023-10); Paris, which has the
 * same clocks as Madrid, stands there for both. */
#include "lib/windows_zones.h"

#include <stddef.h>

#include "base/text.h"

static const struct {
    const char *windows;
    const char *iana;
} zones[] = {
    { "AUS Eastern Standard Time", "Australia/Sydney" },
    { "Alaskan Standard Time", "America/Anchorage" },
    { "Arabian Standard Time", "Asia/Dubai" },
    { "Argentina Standard Time", "America/Buenos_Aires" },
    { "Atlantic Standard Time", "America/Halifax" },
    { "Azores Standard Time", "Atlantic/Azores" },
    { "Canada Central Standard Time", "America/Regina" },
    { "Central America Standard Time", "America/Guatemala" },
    { "Central Europe Standard Time", "Europe/Budapest" },
    { "Central European Standard Time", "Europe/Warsaw" },
    { "Central Standard Time", "America/Chicago" },
    { "Central Standard Time (Mexico)", "America/Mexico_City" },
    { "China Standard Time", "Asia/Shanghai" },
    { "Cuba Standard Time", "America/Havana" },
    { "E. Europe Standard Time", "Europe/Chisinau" },
    { "E. South America Standard Time", "America/Sao_Paulo" },
    { "Eastern Standard Time", "America/New_York" },
    { "Egypt Standard Time", "Africa/Cairo" },
    { "FLE Standard Time", "Europe/Kiev" },
    { "GMT Standard Time", "Europe/London" },
    { "GTB Standard Time", "Europe/Bucharest" },
    { "Greenwich Standard Time", "Atlantic/Reykjavik" },
    { "Hawaiian Standard Time", "Pacific/Honolulu" },
    { "India Standard Time", "Asia/Calcutta" },
    { "Israel Standard Time", "Asia/Jerusalem" },
    { "Korea Standard Time", "Asia/Seoul" },
    { "Montevideo Standard Time", "America/Montevideo" },
    { "Morocco Standard Time", "Africa/Casablanca" },
    { "Mountain Standard Time", "America/Denver" },
    { "New Zealand Standard Time", "Pacific/Auckland" },
    { "Pacific SA Standard Time", "America/Santiago" },
    { "Pacific Standard Time", "America/Los_Angeles" },
    { "Paraguay Standard Time", "America/Asuncion" },
    { "Romance Standard Time", "Europe/Paris" },
    { "Russian Standard Time", "Europe/Moscow" },
    { "SA Eastern Standard Time", "America/Cayenne" },
    { "SA Pacific Standard Time", "America/Bogota" },
    { "SA Western Standard Time", "America/La_Paz" },
    { "SE Asia Standard Time", "Asia/Bangkok" },
    { "Singapore Standard Time", "Asia/Singapore" },
    { "South Africa Standard Time", "Africa/Johannesburg" },
    { "Tokyo Standard Time", "Asia/Tokyo" },
    { "Turkey Standard Time", "Europe/Istanbul" },
    { "US Eastern Standard Time", "America/Indianapolis" },
    { "US Mountain Standard Time", "America/Phoenix" },
    { "UTC", "UTC" },
    { "Venezuela Standard Time", "America/Caracas" },
    { "W. Central Africa Standard Time", "Africa/Lagos" },
    { "W. Europe Standard Time", "Europe/Berlin" },
};

const char *windows_zone(const char *name)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (text_equal_ignoring_case(zones[i].windows, name))
            return zones[i].iana;
    return NULL;
}
